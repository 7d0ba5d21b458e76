/** The command line, and everything in one process. Nothing else imports this. */
package io.gradwatch.standalone;
