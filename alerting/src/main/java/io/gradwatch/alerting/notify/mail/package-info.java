/** Tells people by e-mail over SMTP. */
package io.gradwatch.alerting.notify.mail;
