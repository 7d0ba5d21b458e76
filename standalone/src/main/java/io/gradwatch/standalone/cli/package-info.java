/** Small commands, and the parts that all commands share. */
package io.gradwatch.standalone.cli;
