/** The declared model of an infra repository, and the loader that reads it or names everything wrong with it. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.schema;
