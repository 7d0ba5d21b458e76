/** Records that jobs left on disk while no agent was there. */
package io.gradwatch.agent.gateway.late;
