/**
 * Silences and acknowledgements: their rules, and the readers and writers of their two topics. Alerting reads them; the
 * fleet and the command line write them.
 */
package io.gradwatch.silence;
