package io.penguintech.gough.bot.rollout;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows changed behind everybody's back. */
final class JdbcRows {
    private JdbcRows() {}

    static void update(Scene scene, String sql) {
        JdbcClient.create(scene.dataSource).sql(sql).update();
    }
}
