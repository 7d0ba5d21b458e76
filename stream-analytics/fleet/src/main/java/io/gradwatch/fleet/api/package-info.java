/** Description of what the API answers: it stands beside the fields of the records, and schemas are made of it. */
package io.gradwatch.fleet.api;
