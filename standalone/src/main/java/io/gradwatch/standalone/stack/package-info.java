/** Everything in one process: Kafka, detection and alerting, on one data folder. */
package io.gradwatch.standalone.stack;
