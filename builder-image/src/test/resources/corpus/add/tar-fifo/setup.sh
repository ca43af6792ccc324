mkfifo p && tar -cf a.tar p
