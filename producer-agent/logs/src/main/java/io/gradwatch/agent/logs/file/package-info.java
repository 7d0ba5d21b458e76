/** Files and streams as characters and lines, whatever their encoding. */
package io.gradwatch.agent.logs.file;
