/** Regular expressions that anybody may write. */
package io.gradwatch.regex;
