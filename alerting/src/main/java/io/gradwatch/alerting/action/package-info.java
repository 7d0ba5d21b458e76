/** Actions of people in channels: acknowledgements, silences and votes. */
package io.gradwatch.alerting.action;
