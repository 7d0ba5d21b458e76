/** The jobs that are connected: their connections, sessions and processes. */
package io.gradwatch.agent.gateway.job;
