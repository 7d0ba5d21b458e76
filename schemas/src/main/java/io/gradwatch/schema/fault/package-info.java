/** Classes of alerts, and verdicts on runs that ended with some: what detection, fleet and alerting must agree on. */
package io.gradwatch.schema.fault;
