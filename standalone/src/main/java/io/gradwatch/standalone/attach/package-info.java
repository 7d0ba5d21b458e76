/** Follows the logs of jobs. */
package io.gradwatch.standalone.attach;
