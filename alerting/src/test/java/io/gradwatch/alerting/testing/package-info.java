/** What the tests of alerting share; other modules use it from the test jar. */
package io.gradwatch.alerting.testing;
