/** Tables of one step: metrics, tensors and the batch, in arrays that are kept. */
package io.gradwatch.agent.step;
