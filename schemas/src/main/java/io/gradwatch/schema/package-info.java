/** Records of the topics: generated Avro records, the topic catalogue and the codecs. No behaviour lives here. */
package io.gradwatch.schema;
