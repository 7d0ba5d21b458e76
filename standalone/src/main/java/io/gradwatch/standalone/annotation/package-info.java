/** {@code gradwatch comment}, {@code assign} and {@code useful}: what people add to an alert. */
package io.gradwatch.standalone.annotation;
