/** Tests of a team's own configuration: logs with the alerts that each must bring. */
package io.gradwatch.standalone.rules;
