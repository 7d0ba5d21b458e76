/** The agent process beside jobs that have no Kafka client: see {@code docs/AGENT_PROTOCOL.md}. */
package io.gradwatch.agent.gateway;
