/** Folders with a file for each metric, as DVCLive and MLflow write them. */
package io.gradwatch.agent.logs.folder;
