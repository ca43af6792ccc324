mkdir t && echo new >t/one && echo more >t/more && tar -C t -cf a.tar one more
