/** Fixtures that the tests of the fleet share. */
package io.gradwatch.fleet.testing;
