/** Mail addresses of those who own runs. */
package io.gradwatch.alerting.owner;
