/** {@code gradwatch silence} and {@code gradwatch acknowledge}. */
package io.gradwatch.standalone.silence;
