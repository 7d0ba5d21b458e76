/** Several instances of alerting with one state, in Kafka: one leads, the others stand by. */
package io.gradwatch.alerting.standby;
