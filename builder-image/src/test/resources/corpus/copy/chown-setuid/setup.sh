echo s >f && chmod 6755 f
