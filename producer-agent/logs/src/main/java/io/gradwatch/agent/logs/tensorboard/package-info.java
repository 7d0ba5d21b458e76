/** TensorBoard's event files. */
package io.gradwatch.agent.logs.tensorboard;
