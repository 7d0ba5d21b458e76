/** Questions to the fleet of a running Gradwatch: {@code runs}, {@code alerts}, {@code compare} and {@code sql}. */
package io.gradwatch.standalone.fleet;
