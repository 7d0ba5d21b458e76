/**
 * Interface of a channel to people. A channel is one {@link io.gradwatch.alerting.notify.spi.Notifier}, its
 * {@link io.gradwatch.alerting.notify.spi.NotifierFactory} and a row in {@code docs/ALERTING.md}.
 */
package io.gradwatch.alerting.notify.spi;
