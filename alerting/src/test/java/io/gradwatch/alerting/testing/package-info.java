/** Fixtures of the tests of alerting; other modules use them from the test jar. */
package io.gradwatch.alerting.testing;
