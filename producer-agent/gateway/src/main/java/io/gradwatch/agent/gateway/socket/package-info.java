/** Addresses at which the agent listens. */
package io.gradwatch.agent.gateway.socket;
