mkdir dir && echo a >dir/f && chmod 0750 dir
