mkdir -p dir/sub && echo f >dir/f && chmod 0600 dir/f && echo x >dir/x && chmod 0700 dir/x && chmod 0700 dir/sub
