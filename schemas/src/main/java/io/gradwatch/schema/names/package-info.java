/** Names under which programs log their values, understood once for all modules. */
package io.gradwatch.schema.names;
