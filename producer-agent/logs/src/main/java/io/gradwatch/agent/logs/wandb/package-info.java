/** Files of runs that W&amp;B writes. */
package io.gradwatch.agent.logs.wandb;
