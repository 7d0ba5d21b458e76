/** Parts that the listeners of all frameworks share. */
package io.gradwatch.agent.listener;
