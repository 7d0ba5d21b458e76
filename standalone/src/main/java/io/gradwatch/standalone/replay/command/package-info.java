/** The command {@code replay}: its reports, and the way through a real Kafka broker and the real Flink job. */
package io.gradwatch.standalone.replay.command;
