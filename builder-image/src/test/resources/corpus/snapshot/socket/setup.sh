mkdir dir && echo f >dir/f && perl -MSocket -e 'socket(S, PF_UNIX, SOCK_STREAM, 0) && bind(S, sockaddr_un("dir/s")) || die'
