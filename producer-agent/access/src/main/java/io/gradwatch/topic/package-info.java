/** Reading of topics whose log may be damaged. */
package io.gradwatch.topic;
