/** {@code gradwatch note}: notes of people on runs. */
package io.gradwatch.standalone.note;
