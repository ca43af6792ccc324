mkdir t && ln -s ../opt t/out && tar -C t -cf a.tar out && rm t/out && mkdir t/out && echo x >t/out/file && tar -C t -rf a.tar out/file
