package io.gradwatch.fleet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Description of a field of an answer or a body, or the name of a record in the description of the API. Numbers in a
 * box may be null; other values only where {@link #nullable} says so.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Described {

    /** Meaning of the field, as a sentence. */
    String value() default "";

    /** Name of the record's schema; its simple name where empty. */
    String name() default "";

    /** Constants whose words the field may be; any text where there are none. */
    Class<? extends Enum<?>> oneOf() default AnyText.class;

    /** All words that the field may be, where they are those of no type. */
    String[] words() default {};

    /** The field may be null. */
    boolean nullable() default false;

    /** The number, or each of the array, is never NaN or infinite. Of no other types. */
    boolean finite() default false;

    /** Elements of the list may be null. */
    boolean nullableElements() default false;

    /** The field of a body may be missing. */
    boolean optional() default false;

    /** Fewest characters or elements, or the smallest number. */
    long least() default 0;

    /** Most characters or elements; 0 for any number of them. */
    long most() default 0;

    /** No words: the field may be any text. */
    enum AnyText {}
}
