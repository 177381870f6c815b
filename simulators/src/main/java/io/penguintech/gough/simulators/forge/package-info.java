/** A stand-in forge with one repository: GitHub, GitLab or Gitea by its settings. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.simulators.forge;
