/** The lines of the protocol between jobs and agent, see docs/AGENT_PROTOCOL.md. */
package io.gradwatch.agent.gateway.line;
