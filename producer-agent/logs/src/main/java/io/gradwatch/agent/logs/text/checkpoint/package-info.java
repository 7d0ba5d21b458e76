/** What a program prints of the checkpoints that it saves. */
package io.gradwatch.agent.logs.text.checkpoint;
