package io.gradwatch.agent;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** Makes ids for runs that have none: what people recognise, the day, and 32 random bits. */
final class RunId {

    private static final int MAX_NAME_CHARACTERS = 40;
    private static final int RANDOM_DIGITS = 8;

    private RunId() {}

    /** Such as {@code digits-mlp-20261123-9f86d081}. */
    static String make(String name) {
        String slug = slug(name);
        String day = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
        String random = UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
        return (slug.isEmpty() ? "run" : slug) + "-" + day + "-" + random;
    }

    private static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut = slug.substring(0, Math.min(slug.length(), MAX_NAME_CHARACTERS));
        return cut.replaceAll("^-|-$", "");
    }
}
