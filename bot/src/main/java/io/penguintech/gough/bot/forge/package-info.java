/** The forge of an infra repository: GitHub, GitLab, Gitea or Forgejo, through one port. */
@org.jspecify.annotations.NullMarked
package io.penguintech.gough.bot.forge;
