mkdir dir && mkfifo -m 0640 dir/p
