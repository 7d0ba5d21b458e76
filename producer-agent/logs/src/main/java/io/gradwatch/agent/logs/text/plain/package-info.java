/** Lines without what is only for the eye or another program: colours, time stamps, wrapping in JSON or HTML. */
package io.gradwatch.agent.logs.text.plain;
