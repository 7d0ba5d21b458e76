/** Services of channels on the loopback address, with their documented limits. */
package io.gradwatch.alerting.testing.service;
