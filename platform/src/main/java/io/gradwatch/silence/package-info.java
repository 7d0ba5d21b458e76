/**
 * Words of people about alerts: silences, acknowledgements and annotations, with their rules, and the readers and
 * writers of their three topics. Alerting reads them; the fleet and the command line write them.
 */
package io.gradwatch.silence;
