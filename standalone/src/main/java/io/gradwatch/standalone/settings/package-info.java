/** The settings of the whole product, read from one file. */
package io.gradwatch.standalone.settings;
