#!/bin/sh
echo ${{ oops( }}
