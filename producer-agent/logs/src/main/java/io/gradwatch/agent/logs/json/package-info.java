/** JSON: an object in each line, files of lists, Hugging Face's {@code trainer_state.json}, printed text in strings. */
package io.gradwatch.agent.logs.json;
