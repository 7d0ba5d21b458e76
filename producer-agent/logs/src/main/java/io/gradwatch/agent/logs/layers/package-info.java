/** Tables of statistics by layer that stand beside the log of a run. */
package io.gradwatch.agent.logs.layers;
